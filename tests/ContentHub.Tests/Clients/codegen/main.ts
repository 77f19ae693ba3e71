// graphql-codegen's client preset: every answer typed by its document, no client library at all.
import { createClient } from 'graphql-sse';
import { graphql, unmask } from './gql/index.js';
import type { BlockPartsFragment, TypedDocumentString } from './gql/graphql.js';
import { helpLineChange } from '../documents.mjs';
import { after, report, slug, token, url } from '../site.mjs';

async function ask<Data, Variables>(document: TypedDocumentString<Data, Variables>, variables: Variables, headers = {}): Promise<Data> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify({ query: document.toString(), variables }),
  });
  const { data, errors } = await answer.json();
  if (errors) throw new Error(errors[0].message);
  return data;
}

// A list with paging.
const articles = graphql(`
  query Articles($first: Int!, $after: String) {
    articles(first: $first, after: $after) { totalCount nodes { slug } pageInfo { hasNextPage endCursor } }
  }
`);
const slugs: string[] = [];
let page = (await ask(articles, { first: 5 })).articles;
let pages = 1;
for (; ; pages += 1) {
  slugs.push(...page.nodes.map((a) => a.slug));
  if (!page.pageInfo.hasNextPage) break;
  page = (await ask(articles, { first: 5, after: page.pageInfo.endCursor })).articles;
}

report('list', { pages, slugs, total: page.totalCount });

// An article with its blocks: `__typename` tells the compiler which fields there are.
const block = graphql(`
  fragment BlockParts on Block {
    __typename
    key
    body { html }
    ... on Paragraph { text { html } }
    ... on BulletList { items { level text { html } } }
    ... on NumberedList { start items { text { html } } }
    ... on Callout { kind heading text { html } }
    ... on Quote { source text { html } }
    ... on Table { caption header { html } rows { cells { html } } }
    ... on SymptomListBlock { symptomList { title } }
    ... on FaqBlock { faqs { question } }
    ... on HelpLineBlock { helpLine { title phone } }
    ... on CallToAction { label url phone program { title } }
  }
`);
const articleQuery = graphql(`
  query Article($slug: String!) {
    article(slug: $slug) { id entryId title sections { blocks { ...BlockParts } } }
  }
`);

function show(b: BlockPartsFragment): string {
  const { body } = b;
  switch (b.__typename) {
    case 'Paragraph': return b.text.html;
    case 'BulletList': return b.items.map((i) => `${'-'.repeat(i.level)} ${i.text.html}`).join(' ');
    case 'NumberedList': return b.items.map((i, n) => `${b.start + n}. ${i.text.html}`).join(' ');
    case 'Callout': return `${b.kind}: ${b.heading}: ${b.text.html}`;
    case 'Quote': return `${b.text.html} (${b.source})`;
    case 'Table': return [b.caption, b.header.map((c) => c.html).join('|'), ...b.rows.map((r) => r.cells.map((c) => c.html).join('|'))].join(' / ');
    case 'SymptomListBlock': return b.symptomList?.title ?? '';
    case 'FaqBlock': return b.faqs.map((f) => f.question).join(' ');
    case 'HelpLineBlock': return `${b.helpLine?.title} ${b.helpLine?.phone}`;
    case 'CallToAction': return `${b.label} ${b.program?.title ?? b.url ?? b.phone}`;
    default: return (body as { html: string }).html;
  }
}

const { article } = await ask(articleQuery, { slug });
if (!article) throw new Error(`There is no article ${slug}.`);
const blocks = article.sections.flatMap((s) => s.blocks).map((b) => unmask(block, b));
report('article', { id: article.id, title: article.title, blocks: blocks.map((b) => [b.__typename, b.key, show(b)]) });

// A mutation, and one that comes too late: refusals are data.
const draftQuery = graphql(`
  query Draft($entryId: ID!) {
    editorial { draftOf(entryId: $entryId, locale: "en-US") { id version } }
  }
`);
const updateArticle = graphql(`
  mutation UpdateArticle($input: UpdateArticleInput!) {
    updateArticle(input: $input) {
      draft { id version state }
      errors { __typename code message path ... on ConflictError { currentVersion changedBy { name } } }
    }
  }
`);
const signedIn = { Authorization: `Bearer ${token}` };
const draft = (await ask(draftQuery, { entryId: article.entryId }, signedIn)).editorial?.draftOf;
if (!draft) throw new Error('There is no draft to change.');
const input = { id: draft.id, expectedVersion: draft.version, patch: { summary: 'Written by codegen.' } };
const saved = (await ask(updateArticle, { input }, signedIn)).updateArticle;
const late = (await ask(updateArticle, { input }, signedIn)).updateArticle;
report('mutation', { read: draft.version, saved, late });

// A subscription: first what was missed, then what happens; an iterator whose items are typed too.
const helpLineQuery = graphql(`
  query HelpLine { helpLine(slug: "us-988") { id publishedVersion } }
`);
const publishMutation = graphql(`
  mutation PublishHelpLine($update: UpdateHelpLineInput!, $publish: PublishInput!) {
    updateHelpLine(input: $update) { errors { message } }
    publish(input: $publish) { draft { version state } errors { message } }
  }
`);
const changes = graphql(`
  subscription Changes($after: String) {
    contentChanged(after: $after, types: [HELP_LINE]) {
      cursor
      kind
      version
      ref { type slug }
      entry { id title publishedVersion ... on HelpLine { hours } }
    }
  }
`);

async function* listen<Data, Variables extends Record<string, unknown>>(document: TypedDocumentString<Data, Variables>, variables: Variables): AsyncGenerator<Data> {
  for await (const { data, errors } of createClient({ url }).iterate<Data>({ query: document.toString(), variables })) {
    if (errors || !data) throw new Error(errors?.[0]?.message);
    yield data;
  }
}

async function publish(): Promise<void> {
  const { helpLine } = await ask(helpLineQuery, {});
  if (!helpLine) throw new Error('There is no such help line.');
  await ask(publishMutation, helpLineChange(helpLine, 'codegen'), signedIn);
}

await publish();
const events = [];
for await (const { contentChanged } of listen(changes, { after })) {
  events.push(contentChanged);
  if (events.length === 2) break;
  await publish();
}

report('subscription', { events });
