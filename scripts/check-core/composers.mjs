// The three composers that routers are fed from, under one interface.
import { composeServices as composeWithApollo } from '@apollo/composition';
import { composeServices as composeWithGuild } from '@theguild/federation-composition';
import { federateSubgraphs, ROUTER_COMPATIBILITY_VERSION_ONE } from '@wundergraph/composition';
import { parse, print } from 'graphql';

const messages = (errors) => (errors ?? []).map(({ message }) => message);

/** Each takes subgraphs and returns the errors and hints as sentences, and the SDL of the supergraph, null where there is none. */
export const composers = {
  Apollo(subgraphs) {
    const result = composeWithApollo(subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
    return {
      errors: messages(result.errors),
      hints: (result.hints ?? []).map(({ definition, message }) => `${definition.code}: ${message}`),
      supergraph: result.supergraphSdl ?? null,
    };
  },
  // It gives no hints.
  'The Guild'(subgraphs) {
    const result = composeWithGuild(subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
    return { errors: messages(result.errors), hints: [], supergraph: result.supergraphSdl ?? null };
  },
  WunderGraph(subgraphs) {
    const result = federateSubgraphs({
      subgraphs: subgraphs.map(({ name, url, sdl }) => ({ name, url, definitions: parse(sdl) })),
      version: ROUTER_COMPATIBILITY_VERSION_ONE,
    });
    return {
      errors: result.success ? [] : messages(result.errors),
      hints: messages(result.warnings),
      supergraph: result.success ? print(result.federatedGraphAST) : null,
    };
  },
};
