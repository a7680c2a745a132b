/** The rows of a page of a list. */
export const nodesOf = <Row>({ edges }: { edges: { node: Row }[] }): Row[] => edges.map(({ node }) => node);
