// Expands documents with the processor of the JSON-LD working group's editors; schema.org's context comes from a file, never from the internet.
import { readFile } from 'node:fs/promises';
import jsonld from 'jsonld';

// Without @vocab, which would take any word for a property: in safe mode a word that schema.org has not is then an error.
const { '@vocab': vocabulary, ...terms } = JSON.parse(await readFile(new URL('../Content/SchemaOrg/schema-org-30.0-context.json', import.meta.url), 'utf8'))['@context'];
for (const term of Object.values(terms)) {
  if (term['@type'] && !/^@|:/.test(term['@type'])) term['@type'] = vocabulary + term['@type'];
}

const documentLoader = async (url) => {
  if (!/^https?:\/\/schema\.org\/?$/.test(url)) throw new Error(`Nothing but schema.org's context is loaded: ${url}`);
  return { contextUrl: null, documentUrl: url, document: { '@context': terms } };
};

for (const address of process.env.CONTENTHUB_DOCUMENTS.split(' ')) {
  const document = await (await fetch(address)).json();
  const expanded = await jsonld.expand(document, { documentLoader, safe: true });
  const statements = (await jsonld.toRDF(document, { documentLoader, safe: true, format: 'application/n-quads' })).split('\n').length - 1;
  console.log(JSON.stringify({ address, statements, expanded }));
}
