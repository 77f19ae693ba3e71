// graphql-sse: queries, mutations and subscriptions by server-sent events, a request for each.
import { createClient } from 'graphql-sse';
import { ARTICLE, ARTICLES, CHANGES, DRAFT, HELP_LINE, PUBLISH_HELP_LINE, UPDATE_ARTICLE, helpLineChange } from './documents.mjs';
import { show } from './blocks.mjs';
import { after, report, slug, token, url } from './site.mjs';

const client = createClient({ url, headers: () => ({ Authorization: `Bearer ${token}` }) });

async function ask(query, variables = {}) {
  for await (const { data, errors } of client.iterate({ query, variables })) {
    if (errors) throw new Error(errors[0].message);
    return data;
  }
}

// A list with paging.
const slugs = [];
let pages = 0;
let page;
do {
  page = (await ask(ARTICLES, { first: 5, after: page?.pageInfo.endCursor })).articles;
  slugs.push(...page.edges.map((e) => e.node.slug));
  pages += 1;
} while (page.pageInfo.hasNextPage);

report('list', { pages, slugs, total: page.totalCount });

// An article with its blocks.
const { article } = await ask(ARTICLE, { slug });
report('article', { id: article.id, title: article.title, blocks: show(article.sections) });

// A mutation, and one that comes too late: refusals are data.
const { editorial: { draftOf: draft } } = await ask(DRAFT, { entryId: article.entryId });
const input = { id: draft.id, expectedVersion: draft.version, patch: { summary: 'Written by graphql-sse.' } };
const { updateArticle: saved } = await ask(UPDATE_ARTICLE, { input });
const { updateArticle: late } = await ask(UPDATE_ARTICLE, { input });
report('mutation', { read: draft.version, saved, late });

// A subscription: first what was missed, then what happens.
const publish = async () => ask(PUBLISH_HELP_LINE, helpLineChange((await ask(HELP_LINE)).helpLine, 'graphql-sse'));
await publish();
const events = [];
for await (const { data, errors } of client.iterate({ query: CHANGES, variables: { after } })) {
  if (errors) throw new Error(errors[0].message);
  events.push(data.contentChanged);
  if (events.length === 2) break;
  await publish();
}

report('subscription', { events });
client.dispose();
