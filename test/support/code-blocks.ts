/** The code blocks of a page whose first line is a comment with their title, by that title up to a colon. */
export function codeBlocks(markdown: string): Map<string, string> {
  const found = [...markdown.matchAll(/^```\w+\n((?:#|\/\/) ([^:\n]+).*\n[\s\S]*?)^```$/gm)];
  return new Map(found.map(([, text = '', title = '']) => [title, text]));
}
