/**
 * Removes the refused value from a message of GraphQL, since it may be an API key in the wrong place. The problem and its
 * path are kept.
 */
export function withoutValues(message: string): string {
  const variable = /^Variable "\$\w+" got invalid value /.exec(message)?.[0].trimEnd();
  if (variable === undefined)
    return message
      .replace(/(cannot represent [^:]*): .*/s, '$1.')
      .replace(/(Expected value of type "[^"]+"), found .*/s, '$1.')
      .replace(/ (String|BlockString) ".*"/s, ' $1');
  const place = /.* at ("[\w.[\]]+"); /s.exec(message)?.[1];
  const reason = /; (Field "\w+" (?:of required type "[^"]+" was not provided|is not defined by type "\w+").*)$/.exec(
    message,
  )?.[1];
  return `${variable}${place ? ` at ${place}` : ''}${reason ? `; ${reason}` : '.'}`;
}
