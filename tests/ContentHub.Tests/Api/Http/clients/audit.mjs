// Runs the server audits of the GraphQL-over-HTTP working group; prints one JSON object a line.
//   node audit.mjs http://127.0.0.1:5080/graphql
import { serverAudits } from 'graphql-http';

for (const audit of serverAudits({ url: process.argv[2] })) {
  const { id, name, status, reason } = await audit.fn();
  console.log(JSON.stringify({ id, name, status, reason }));
}
