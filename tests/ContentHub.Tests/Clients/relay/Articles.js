// Relay: documents beside the code that uses them, compiled ahead; a normalised store; a connection that grows by paging.
// What React's usePaginationFragment and useRefetchableFragment do on a click is called by hand here.
import { createClient } from 'graphql-sse';
import {
  Environment, Network, Observable, RecordSource, Store, commitMutation, createOperationDescriptor, fetchQuery,
  getFragment, getPaginationMetadata, getRefetchMetadata, getRequest, getSingularSelector, graphql, requestSubscription,
} from 'relay-runtime';
import { show } from '../blocks.mjs';
import { helpLineChange } from '../documents.mjs';
import { after, report, slug, token, url } from '../site.mjs';

const stream = createClient({ url });
const connect = (headers) => new Environment({
  store: new Store(new RecordSource()),
  network: Network.create(
    async ({ text: query }, variables) => {
      const body = JSON.stringify({ query, variables });
      const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body });
      return answer.json();
    },
    ({ text: query }, variables) => Observable.create((sink) => stream.subscribe({ query, variables }, sink)),
  ),
});

const reader = connect();
const fetched = (query, variables) => fetchQuery(reader, query, variables).toPromise();
const root = (query, variables) => reader.lookup(createOperationDescriptor(getRequest(query), variables).fragment).data;
const read = (fragment, parent) => reader.lookup(getSingularSelector(getFragment(fragment), parent)).data;

// A list with paging: the store joins the pages.
const listQuery = graphql`
  query ArticlesListQuery { ...Articles_list }
`;
const listFragment = graphql`
  fragment Articles_list on Query
  @argumentDefinitions(first: { type: "Int", defaultValue: 5 }, after: { type: "String" })
  @refetchable(queryName: "ArticlesPageQuery") {
    articles(first: $first, after: $after) @connection(key: "Articles_articles") {
      totalCount
      edges { node { slug } }
      pageInfo { hasNextPage endCursor }
    }
  }
`;
const { paginationRequest } = getPaginationMetadata(getFragment(listFragment), 'main');
await fetched(listQuery, {});
const list = () => read(listFragment, root(listQuery, {})).articles;
let pages = 1;
for (; list().pageInfo.hasNextPage; pages += 1) {
  await fetched(paginationRequest, { first: 5, after: list().pageInfo.endCursor });
}

report('list', { pages, slugs: list().edges.map((e) => e.node.slug), total: list().totalCount });

// An article with its blocks; in two languages, which the store keeps apart.
const articleQuery = graphql`
  query ArticlesArticleQuery($slug: String!, $locale: String) {
    article(slug: $slug, locale: $locale) {
      id
      entryId
      locale
      title
      ...Articles_review
      sections {
        blocks {
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
      }
    }
  }
`;
const { article } = await fetched(articleQuery, { slug });
report('article', { id: article.id, title: article.title, blocks: show(article.sections) });

const { article: spanish } = await fetched(articleQuery, { slug, locale: 'es-US' });
const stored = reader.getStore().getSource();
report('cache', {
  locales: [article, spanish].map((a) => [a.id, a.locale]),
  titles: [article, spanish].map((a) => stored.get(a.id).title),
});

// Part of it again, by its id: the query around `node` is made by the compiler.
const reviewFragment = graphql`
  fragment Articles_review on Article @refetchable(queryName: "ArticlesReviewRefetchQuery") {
    slug
    review { reviewerName reviewedOn }
  }
`;
const { refetchableRequest } = getRefetchMetadata(getFragment(reviewFragment), 'main');
const { node } = await fetched(refetchableRequest, { id: spanish.id });
report('node', { query: refetchableRequest.params.text, id: spanish.id, ...read(reviewFragment, node) });

// A mutation, and one that comes too late: refusals are data.
const draftQuery = graphql`
  query ArticlesDraftQuery($entryId: ID!) {
    editorial { draftOf(entryId: $entryId, locale: "en-US") { id version } }
  }
`;
const updateMutation = graphql`
  mutation ArticlesUpdateMutation($input: UpdateArticleInput!) {
    updateArticle(input: $input) {
      draft { id version state }
      errors { __typename code message path ... on ConflictError { currentVersion changedBy { name } } }
    }
  }
`;
const editor = connect({ Authorization: `Bearer ${token}` });
const { editorial: { draftOf: draft } } = await fetchQuery(editor, draftQuery, { entryId: article.entryId }).toPromise();
const update = (input) => new Promise((onCompleted, onError) => {
  commitMutation(editor, { mutation: updateMutation, variables: { input }, onCompleted: (data) => onCompleted(data.updateArticle), onError });
});
const input = { id: draft.id, expectedVersion: draft.version, patch: { summary: 'Written by relay.' } };
report('mutation', { read: draft.version, saved: await update(input), late: await update(input) });

// A subscription: first what was missed, then what happens; the store takes the news by itself.
const helpLineQuery = graphql`
  query ArticlesHelpLineQuery { helpLine(slug: "us-988") { id publishedVersion } }
`;
const publishMutation = graphql`
  mutation ArticlesPublishMutation($update: UpdateHelpLineInput!, $publish: PublishInput!) {
    updateHelpLine(input: $update) { errors { message } }
    publish(input: $publish) { draft { version state } errors { message } }
  }
`;
const changes = graphql`
  subscription ArticlesChangesSubscription($after: String) {
    contentChanged(after: $after, types: [HELP_LINE]) {
      cursor
      kind
      version
      ref { type slug }
      entry { id title publishedVersion ... on HelpLine { hours } }
    }
  }
`;
const { helpLine } = await fetched(helpLineQuery, {});
const publish = async () => {
  const now = await fetchQuery(editor, helpLineQuery, {}).toPromise();
  const variables = helpLineChange(now.helpLine, 'relay');
  await new Promise((onCompleted, onError) => { commitMutation(editor, { mutation: publishMutation, variables, onCompleted, onError }); });
};
await publish();
const events = [];
await new Promise((done, onError) => {
  const subscription = requestSubscription(reader, {
    subscription: changes,
    variables: { after },
    onNext: ({ contentChanged }) => {
      events.push(contentChanged);
      if (events.length < 2) return publish();
      subscription.dispose();
      return done();
    },
    onError,
  });
});
report('subscription', { events });
report('news', { cached: reader.getStore().getSource().get(helpLine.id).publishedVersion });
