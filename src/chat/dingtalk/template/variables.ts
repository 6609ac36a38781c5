/**
 * The contract with the card template: what the renderer sends and every template of ours may use. All values are texts;
 * the lists are JSON as a text and variables of the type array in the template.
 */
export const TEMPLATE_VARIABLES = {
  /** What the card is about: 新工单. */
  title: 'string',
  /** A short state word in the corner: 待签收; may be empty. */
  status: 'string',
  /** `plain`, `good`, `warning` or `urgent`: the colour of the state. */
  tone: 'string',
  /** Paragraphs; the one variable with private values, for the hint after a press. */
  body: 'string',
  /** `[{label, value}]` */
  facts: 'array',
  /** `[{action, label}]`: one button each, `actionId` is the `action`, its parameters `ref` and the form's fields. */
  actions: 'array',
  /** `[{key, label, kind, required, options?, value?}]`, filled before a press. */
  form: 'array',
  /** Address of the ticket page; empty without a public address. */
  link: 'string',
  /** Our reference of the card; every press brings it back. */
  ref: 'string',
} as const;

export type TemplateVariable = keyof typeof TEMPLATE_VARIABLES;
