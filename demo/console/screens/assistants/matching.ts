import type { AssistantTool } from '../../graph/list-tools.ts';

/** The tools whose name, title or description has each word of a search; all of them without one. */
export function matching(tools: readonly AssistantTool[], search: string): AssistantTool[] {
  const words = search.toLowerCase().split(/\s+/);
  return tools.filter(({ name, title, description }) => {
    const text = `${name} ${title} ${description}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
