// Reads feeds as an aggregator does, with feedparser: what it saw goes out as one JSON object a line.
import FeedParser from 'feedparser';
import { Readable } from 'node:stream';

async function read(address) {
  const answer = await fetch(address);
  const parser = new FeedParser({ feedurl: address });
  const items = [];
  parser.on('data', (item) => items.push(item));
  const ended = new Promise((resolve, reject) => parser.on('end', resolve).on('error', reject));
  Readable.from(Buffer.from(await answer.arrayBuffer())).pipe(parser);
  await ended;
  return { meta: parser.meta, items };
}

for (const address of process.env.CONTENTHUB_FEEDS.split(' ')) {
  const { meta, items } = await read(address);
  console.log(JSON.stringify({
    address,
    kind: meta['#type'],
    title: meta.title,
    language: meta.language,
    items: items.map((i) => ({ guid: i.guid, title: i.title, link: i.link, text: i.description ?? i.summary, author: i.author, published: i.pubdate, categories: i.categories })),
  }));
}
