// What a site asks for: the same documents for every client that takes them as text.

export const ARTICLES = /* GraphQL */ `
  query Articles($first: Int!, $after: String, $locale: String) {
    articles(first: $first, after: $after, locale: $locale) {
      totalCount
      edges { cursor node { id slug title } }
      pageInfo { hasNextPage endCursor }
    }
  }`;

// One fragment for each kind of block; `body` shows the kinds that are still to come.
const BLOCK = /* GraphQL */ `
  fragment BlockParts on Block {
    __typename
    key
    body { html }
    ... on Paragraph { text { html } }
    ... on BulletList { items { level text { html } } }
    ... on NumberedList { start items { level text { html } } }
    ... on Callout { kind heading text { html } }
    ... on Quote { source text { html } }
    ... on Table { caption header { html } rows { cells { html } } }
    ... on SymptomListBlock { symptomList { id title } }
    ... on FaqBlock { faqs { id question } }
    ... on HelpLineBlock { helpLine { id title phone } }
    ... on CallToAction { label url phone program { id title } }
  }`;

export const ARTICLE = /* GraphQL */ `
  query Article($slug: String!, $locale: String) {
    article(slug: $slug, locale: $locale) {
      id
      entryId
      ...Heading
      sections { key blocks { ...BlockParts } }
    }
  }
  fragment Heading on Entry { locale title publishedVersion }
  ${BLOCK}`;

export const DRAFT = /* GraphQL */ `
  query Draft($entryId: ID!) {
    editorial { draftOf(entryId: $entryId, locale: "en-US") { id version } }
  }`;

export const UPDATE_ARTICLE = /* GraphQL */ `
  mutation UpdateArticle($input: UpdateArticleInput!) {
    updateArticle(input: $input) {
      draft { id version state }
      errors { __typename ...Refusal }
    }
  }
  fragment Refusal on UserError {
    code
    message
    path
    ... on ConflictError { currentVersion changedBy { name } }
  }`;

export const HELP_LINE = /* GraphQL */ `
  query HelpLine { helpLine(slug: "us-988") { id publishedVersion } }`;

// Mutations of one document run one after the other; a help line is not clinical, so an editor may publish it.
export const PUBLISH_HELP_LINE = /* GraphQL */ `
  mutation PublishHelpLine($update: UpdateHelpLineInput!, $publish: PublishInput!) {
    updateHelpLine(input: $update) { errors { message } }
    publish(input: $publish) { draft { version state } errors { message } }
  }`;

export const helpLineChange = ({ id, publishedVersion }, by) => ({
  update: { id, expectedVersion: publishedVersion, patch: { hours: `Day and night, says ${by}.` } },
  publish: { id, version: publishedVersion + 1 },
});

export const CHANGES = /* GraphQL */ `
  subscription Changes($after: String) {
    contentChanged(after: $after, types: [HELP_LINE]) {
      cursor
      kind
      version
      ref { type slug }
      entry { id title publishedVersion ... on HelpLine { hours } }
    }
  }`;
