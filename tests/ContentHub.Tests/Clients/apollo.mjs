// Apollo Client: a normalised cache, a list that grows by fetchMore, mutations, subscriptions over graphql-ws.
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { relayStylePagination } from '@apollo/client/utilities';
import { OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { ARTICLE, ARTICLES, CHANGES, DRAFT, HELP_LINE, PUBLISH_HELP_LINE, UPDATE_ARTICLE, helpLineChange } from './documents.mjs';
import { show } from './blocks.mjs';
import { after, report, slug, token, url } from './site.mjs';

// Fragments on Entry, Block and UserError need the list of their types; a build step would write it to a file.
async function possibleTypes() {
  const query = '{ __schema { types { name possibleTypes { name } } } }';
  const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ query }) });
  const { types } = (await answer.json()).data.__schema;
  return Object.fromEntries(types.filter((t) => t.possibleTypes).map((t) => [t.name, t.possibleTypes.map((p) => p.name)]));
}

const socket = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket });

const connect = (types, headers = {}) => new ApolloClient({
  link: ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new GraphQLWsLink(socket),
    new HttpLink({ uri: url, headers }),
  ),
  cache: new InMemoryCache({
    possibleTypes: types,
    typePolicies: { Query: { fields: { articles: relayStylePagination(['where', 'orderBy', 'locale', 'fallback']) } } },
  }),
});

const types = await possibleTypes();
const reader = connect(types);

// A list with paging: the cache joins the pages.
const variables = { first: 5 };
const list = reader.watchQuery({ query: gql(ARTICLES), variables });
let { data: { articles } } = await reader.query({ query: gql(ARTICLES), variables });
let pages = 1;
for (; articles.pageInfo.hasNextPage; pages += 1) {
  ({ data: { articles } } = await list.fetchMore({ variables: { after: articles.pageInfo.endCursor } }));
}

({ articles } = reader.readQuery({ query: gql(ARTICLES), variables }));
report('list', { pages, slugs: articles.edges.map((e) => e.node.slug), total: articles.totalCount });

// An article with its blocks; in two languages, which the cache keeps apart.
const { data: { article } } = await reader.query({ query: gql(ARTICLE), variables: { slug } });
report('article', { id: article.id, title: article.title, blocks: show(article.sections) });

const spanish = await reader.query({ query: gql(ARTICLE), variables: { slug, locale: 'es-US' } });
const cached = reader.cache.extract();
report('cache', {
  locales: [article, spanish.data.article].map((a) => [a.id, a.locale]),
  titles: [article, spanish.data.article].map((a) => cached[`Article:${a.id}`].title),
});

// A mutation, and one that comes too late: refusals are data.
const editor = connect(types, { Authorization: `Bearer ${token}` });
const { data: { editorial: { draftOf: draft } } } = await editor.query({ query: gql(DRAFT), variables: { entryId: article.entryId } });
const input = { id: draft.id, expectedVersion: draft.version, patch: { summary: 'Written by apollo.' } };
const saved = await editor.mutate({ mutation: gql(UPDATE_ARTICLE), variables: { input } });
const late = await editor.mutate({ mutation: gql(UPDATE_ARTICLE), variables: { input } });
report('mutation', { read: draft.version, saved: saved.data.updateArticle, late: late.data.updateArticle });

// A subscription: first what was missed, then what happens; the cache takes the news by itself.
const { data: { helpLine } } = await reader.query({ query: gql(HELP_LINE) });
const publish = async () => {
  const { data } = await editor.query({ query: gql(HELP_LINE), fetchPolicy: 'network-only' });
  await editor.mutate({ mutation: gql(PUBLISH_HELP_LINE), variables: helpLineChange(data.helpLine, 'apollo') });
};
await publish();
const events = [];
await new Promise((done, failed) => {
  const subscription = reader.subscribe({ query: gql(CHANGES), variables: { after } }).subscribe(({ data, error }) => {
    if (error) return failed(error);
    events.push(data.contentChanged);
    if (events.length < 2) return publish();
    subscription.unsubscribe();
    return done();
  });
});
report('subscription', { events });
report('news', { cached: reader.cache.extract()[`HelpLine:${helpLine.id}`].publishedVersion });

await socket.dispose();
reader.stop();
editor.stop();
