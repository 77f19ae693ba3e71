// A site's components, one for each kind of block; here they make a line of text. An unknown kind is shown by its body.
const components = {
  Paragraph: (b) => b.text.html,
  BulletList: (b) => b.items.map((i) => `${'-'.repeat(i.level)} ${i.text.html}`).join(' '),
  NumberedList: (b) => b.items.map((i, n) => `${b.start + n}. ${i.text.html}`).join(' '),
  Callout: (b) => `${b.kind}: ${b.heading}: ${b.text.html}`,
  Quote: (b) => `${b.text.html} (${b.source})`,
  Table: (b) => [b.caption, b.header.map((c) => c.html).join('|'), ...b.rows.map((r) => r.cells.map((c) => c.html).join('|'))].join(' / '),
  SymptomListBlock: (b) => b.symptomList?.title ?? '',
  FaqBlock: (b) => b.faqs.map((f) => f.question).join(' '),
  HelpLineBlock: (b) => `${b.helpLine?.title} ${b.helpLine?.phone}`,
  CallToAction: (b) => `${b.label} ${b.program?.title ?? b.url ?? b.phone}`,
};

export const show = (sections) => sections.flatMap((s) => s.blocks)
  .map((b) => [b.__typename, b.key, (components[b.__typename] ?? ((block) => block.body.html))(b)]);
