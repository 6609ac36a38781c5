import { findingOffice } from './alertFindings.ts';
import { meetingOffice } from './consultation.ts';
import { delegationOffice } from './delegate.ts';
import type { PaperScene } from './documents.ts';
import { filingOffice } from './filing.ts';
import { markOffice } from './mark.ts';
import type { MatterOffice } from './matter.ts';
import { accountabilityOffice } from './month/accountability.ts';
import { appealOffice } from './month/appeal.ts';
import { assessmentOffice } from './month/draft.ts';
import { investigationOffice } from './month/investigation.ts';
import { resolutionOffice } from './resolution.ts';
import { caseOffice, signalOffice } from './submission.ts';
import { supervisionOffice } from './supervise.ts';

/** Every kind of matter the house keeps. */
export const OFFICES: readonly MatterOffice[] = [
  delegationOffice,
  supervisionOffice,
  markOffice,
  meetingOffice,
  resolutionOffice,
  filingOffice,
  signalOffice,
  caseOffice,
  assessmentOffice,
  appealOffice,
  accountabilityOffice,
  investigationOffice,
  findingOffice,
];

/** The office of a kind; undefined for one this program no longer knows. */
export const officeFor = (kind: string): MatterOffice | undefined => OFFICES.find((office) => office.kind === kind);

/** The clock looks at matters whose moment has come, inside one unit of work. */
export const watchMatters = async (
  scene: PaperScene,
  due: readonly { kind: string; id: string }[],
  at: Date,
): Promise<void> => {
  for (const { kind, id } of due) await officeFor(kind)?.watch(scene, id, at);
};
