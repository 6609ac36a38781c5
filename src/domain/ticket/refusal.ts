/** Why the law says no. A value, never an exception: the person reads `says`, machines read `code`. */
export interface Refusal {
  refused: true;
  code: RefusalCode;
  /** One Chinese sentence: why, who may, what to do. */
  says: string;
  /** The article people are told, `第一条`. */
  article?: string;
  /** The duty, `R1.1`. */
  duty?: string;
}

export type RefusalCode =
  | 'NotYours'
  | 'NotYourRole'
  | 'AlreadyClaimed'
  | 'AlreadyDone'
  | 'WrongStatus'
  | 'NotSignedOff'
  | 'ContactMissing'
  | 'ArgumentMissing'
  | 'ArgumentWrong'
  | 'TooLate'
  | 'TooEarly'
  | 'OnlyOnce'
  | 'NothingAsked'
  | 'Binding'
  | 'SecondPersonNeeded'
  | 'NothingChanged';

export const refuse = (code: RefusalCode, says: string, source: { article?: string; duty?: string } = {}): Refusal => ({
  refused: true,
  code,
  says,
  ...source,
});

export const isRefusal = (answer: unknown): answer is Refusal =>
  typeof answer === 'object' && answer !== null && 'refused' in answer && answer.refused === true;
