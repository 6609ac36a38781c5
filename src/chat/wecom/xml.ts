import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';

/** Thrown for a body that is not the XML it should be; the sender learns nothing more. */
export class BadXml extends Error {}

const parser = new XMLParser({
  ignoreAttributes: true,
  processEntities: false,
  parseTagValue: false,
  trimValues: true,
  isArray: (name) => name === 'SelectedItem' || name === 'OptionId',
});

/** Plain named and numeric entities of text outside CDATA; nothing else is expanded (no DTD gets this far). */
const withoutEntities = (text: string): string =>
  text.replace(
    /&(lt|gt|amp|quot|apos);/g,
    (_all, name: string) => ({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" })[name] ?? '',
  );

/** The members of `<xml>…</xml>`. A DTD, an entity declaration or a broken document is refused. */
export const parseXml = (text: string): Record<string, unknown> => {
  if (/<!(DOCTYPE|ENTITY|ELEMENT|ATTLIST)/i.test(text)) throw new BadXml('declarations are refused');
  if (XMLValidator.validate(text) !== true) throw new BadXml('not well-formed');
  const document: unknown = parser.parse(text);
  const root = typeof document === 'object' && document !== null && 'xml' in document ? document.xml : undefined;
  if (typeof root !== 'object' || root === null) throw new BadXml('no <xml> element');
  return root as Record<string, unknown>;
};

/** A member's text; missing and empty are the same. */
export const xmlText = (members: Record<string, unknown>, name: string): string => {
  const value = members[name];
  return typeof value === 'string' ? withoutEntities(value) : typeof value === 'number' ? String(value) : '';
};

const builder = new XMLBuilder({ cdataPropName: '__cdata', format: false });

const asCdata = (value: unknown): unknown => {
  if (typeof value === 'string') return { __cdata: value.replaceAll(']]>', ']]＞') };
  if (Array.isArray(value)) return value.map(asCdata);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, asCdata(member)]));
  return value;
};

/** `<xml>` of plain members; texts as CDATA, lists as repeated elements (D90241). */
export const buildXml = (members: Record<string, unknown>): string => builder.build({ xml: asCdata(members) });

const pascal = (key: string): string =>
  key
    .split('_')
    .map((part) => part.slice(0, 1).toUpperCase() + part.slice(1))
    .join('');
/** D90241: these names are not just the JSON's in capitals. */
const IRREGULAR: Record<string, string> = { keyname: 'KeyName', checkbox: 'CheckBox' };

/** A template card's JSON in the XML spelling of a passive answer. */
export const cardToXml = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(cardToXml);
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [IRREGULAR[key] ?? pascal(key), cardToXml(member)]),
  );
};
