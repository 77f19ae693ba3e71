// urql: documents as text, Graphcache for a list that grows page by page, mutations, subscriptions over graphql-sse.
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { getIntrospectionQuery } from 'graphql';
import { createClient } from 'graphql-sse';
import { ARTICLE, ARTICLES, CHANGES, DRAFT, HELP_LINE, PUBLISH_HELP_LINE, UPDATE_ARTICLE, helpLineChange } from './documents.mjs';
import { show } from './blocks.mjs';
import { after, report, slug, token, url } from './site.mjs';

const asData = (result) => {
  if (result.error) throw result.error;
  return result.data;
};

// With the schema the cache knows which types are a Block or an Entry; a build step would write it to a file.
const schema = asData(await new Client({ url, exchanges: [fetchExchange] }).query(getIntrospectionQuery(), {}).toPromise());

const cache = () => cacheExchange({
  schema,
  resolvers: { Query: { articles: relayPagination() } },
  keys: Object.fromEntries(embedded(schema).map((type) => [type, () => null])),
});

// What has no id (blocks, texts, errors) is stored with what holds it.
function embedded({ __schema: { types } }) {
  return types.filter((t) => t.kind === 'OBJECT' && !t.fields.some((f) => f.name === 'id')).map((t) => t.name);
}

const stream = createClient({ url });
const events = subscriptionExchange({
  forwardSubscription: ({ query, variables }) => ({ subscribe: (sink) => ({ unsubscribe: stream.subscribe({ query, variables }, sink) }) }),
});
const reader = new Client({ url, exchanges: [cache(), fetchExchange, events] });

// A list with paging: the cache joins the pages.
let { articles } = asData(await reader.query(ARTICLES, { first: 5 }).toPromise());
let pages = 1;
for (; articles.pageInfo.hasNextPage; pages += 1) {
  ({ articles } = asData(await reader.query(ARTICLES, { first: 5, after: articles.pageInfo.endCursor }).toPromise()));
}

report('list', { pages, slugs: articles.edges.map((e) => e.node.slug), total: articles.totalCount });

// An article with its blocks; in two languages, which the cache keeps apart.
const { article } = asData(await reader.query(ARTICLE, { slug }).toPromise());
report('article', { id: article.id, title: article.title, blocks: show(article.sections) });

const spanish = asData(await reader.query(ARTICLE, { slug, locale: 'es-US' }).toPromise());
const again = asData(await reader.query(ARTICLE, { slug }, { requestPolicy: 'cache-only' }).toPromise());
report('cache', {
  locales: [article, spanish.article].map((a) => [a.id, a.locale]),
  titles: [again.article.title, spanish.article.title],
});

// A mutation, and one that comes too late: refusals are data.
const editor = new Client({ url, exchanges: [cache(), fetchExchange], fetchOptions: { headers: { Authorization: `Bearer ${token}` } } });
const { editorial: { draftOf: draft } } = asData(await editor.query(DRAFT, { entryId: article.entryId }).toPromise());
const input = { id: draft.id, expectedVersion: draft.version, patch: { summary: 'Written by urql.' } };
const saved = asData(await editor.mutation(UPDATE_ARTICLE, { input }).toPromise());
const late = asData(await editor.mutation(UPDATE_ARTICLE, { input }).toPromise());
report('mutation', { read: draft.version, saved: saved.updateArticle, late: late.updateArticle });

// A subscription: first what was missed, then what happens; the cache takes the news by itself.
const { helpLine } = asData(await reader.query(HELP_LINE, {}).toPromise());
const publish = async () => {
  const now = asData(await editor.query(HELP_LINE, {}, { requestPolicy: 'network-only' }).toPromise());
  asData(await editor.mutation(PUBLISH_HELP_LINE, helpLineChange(now.helpLine, 'urql')).toPromise());
};
await publish();
const heard = [];
await new Promise((done, failed) => {
  const { unsubscribe } = reader.subscription(CHANGES, { after }).subscribe(({ data, error }) => {
    if (error) return failed(error);
    heard.push(data.contentChanged);
    if (heard.length < 2) return publish();
    unsubscribe();
    return done();
  });
});
report('subscription', { events: heard });

const news = asData(await reader.query(HELP_LINE, {}, { requestPolicy: 'cache-only' }).toPromise());
report('news', { id: helpLine.id, cached: news.helpLine.publishedVersion });
