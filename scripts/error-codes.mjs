/** The text of docs/error-codes.md. Takes the codes with what each means, by code. */
export function errorCodesPage(codes) {
  const rows = [...codes].map(([code, { cause, cure }]) => `| \`${code}\` | ${cell(cause)} | ${cell(cure)} |`);
  return `# Error codes

Codes of problems that a user can correct: \`userErrors { code }\` of a mutation, \`extensions.code\` of a query or subscription whose arguments are refused. The message of an error is more exact, and names values.
\`npm run schema\` writes this page from \`src/graphql/codes/request-errors.ts\` and \`src/gravityzone/transport/reasons.ts\`. Other errors: [the API](api/requests.md#errors).

| code | cause | what to do |
|---|---|---|
${rows.join('\n')}
`;
}

const cell = (text) => text.replaceAll('|', '\\|');
