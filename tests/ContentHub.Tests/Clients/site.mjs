// Where the programs in this folder find the server, and how they tell what they saw: one JSON object a line.
export const url = process.env.CONTENTHUB_URL ?? 'http://localhost:5080/graphql';
export const token = process.env.CONTENTHUB_TOKEN;
export const slug = process.env.CONTENTHUB_SLUG ?? 'signs-of-clonazepam-dependence';

// The cursor of the last change that the site took, as it would keep it beside its copy. Without it a program waits at its
// subscription until somebody else publishes a help line.
export const after = process.env.CONTENTHUB_AFTER;

export const report = (part, facts) => console.log(JSON.stringify({ part, ...facts }));
