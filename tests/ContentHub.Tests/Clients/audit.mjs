// Runs the server audits of the GraphQL-over-HTTP working group; prints one JSON object a line.
//   CONTENTHUB_URL=http://localhost:5080/graphql npm run audit
import { serverAudits } from 'graphql-http';
import { url } from './site.mjs';

for (const audit of serverAudits({ url })) {
  const { id, name, status, reason } = await audit.fn();
  console.log(JSON.stringify({ id, name, status, reason }));
}
