interface Composed {
  errors: string[];
  hints: string[];
  supergraph: string | null;
}

export const composers: Readonly<
  Record<
    'Apollo' | 'The Guild' | 'WunderGraph',
    (subgraphs: readonly { name: string; url: string; sdl: string }[]) => Composed
  >
>;
