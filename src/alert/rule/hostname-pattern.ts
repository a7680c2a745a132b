/**
 * Whether a text is like a pattern with `*` and `?`. Only the last `*` is ever reconsidered, since whatever an earlier one
 * might take as well the last one can take: a hostile pattern costs at most text times pattern.
 */
export function isLike(text: string, pattern: string): boolean {
  const [is, wanted] = [folded(text), folded(pattern)];
  let at = 0;
  let next = 0;
  let star = -1;
  let behindStar = 0;
  while (at < is.length) {
    if (wanted[next] === '*') {
      star = next++;
      behindStar = at;
    } else if (wanted[next] === '?' || wanted[next] === is[at]) {
      next++;
      at++;
    } else if (star >= 0) {
      next = star + 1;
      at = ++behindStar;
    } else return false;
  }
  while (wanted[next] === '*') next++;
  return next === wanted.length;
}

/** Each character by itself: in a whole word the lower case of a letter may hang on its neighbours. */
export function folded(text: string): string[] {
  return Array.from(text, (character) => character.toLowerCase());
}
