/** Characters of the longest id. */
export const longestId = 255;

/** What an id is, for those who have to correct one. */
export const idGrammar = `An id has 1 to ${longestId} letters, digits and _ . : @ | / + = ~ -, and starts with a letter, a digit or _.`;

const pattern = /^[A-Za-z0-9_][A-Za-z0-9_.:@|/+=~-]{0,254}$/;

/**
 * Whether a value can be the id of a tenant, client, agent or person, or one of ours. Blanks, control characters and letters
 * that look like others are refused, so that no id is another one for a service that trims or folds it.
 */
export const isId = (value: unknown): value is string => typeof value === 'string' && pattern.test(value);
