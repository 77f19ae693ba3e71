// A bundler does this for a site: it puts the compiled document in the place of each graphql`…`, and finds files without their ending.
import { transformFileSync } from '@babel/core';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('.', import.meta.url));
const withEndings = (code) => code.replaceAll(/\.graphql(['"];)/g, '.graphql.js$1');

for (const file of readdirSync(folder).filter((name) => /^\w+\.js$/.test(name))) {
  const { code } = transformFileSync(folder + file, { plugins: ['relay'], babelrc: false });
  writeFileSync(folder + file.replace('.js', '.built.js'), withEndings(code));
}

for (const file of readdirSync(`${folder}__generated__`)) {
  const path = `${folder}__generated__/${file}`;
  writeFileSync(path, withEndings(readFileSync(path, 'utf8')));
}
