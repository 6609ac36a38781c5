import { nameOf, namesOf, shortTime, signerOf } from '../../cards/pieces.ts';
import { mayAttach } from '../../commands/evidence.ts';
import type { Mark } from '../../domain/mark/mark.ts';
import { maskText } from '../../domain/privacy.ts';
import { needsDetails } from '../../domain/ticket/access.ts';
import type { Contact, Evidence, Ticket } from '../../domain/ticket/state.ts';
import { FLAG_NAMES } from '../../domain/ticket/status.ts';
import type { Desk, TicketFile } from '../../workflow/ports.ts';
import { clocksOf } from './clocks.ts';
import { formsOf } from './forms.ts';
import { departmentNamed, ticketLine, type View } from './lines.ts';
import type { EvidenceView, TicketPage } from './shapes.ts';
import { actorName, answersOf, reviewInWords, timelineOf } from './timeline.ts';

const peopleOf = (ticket: Ticket, view: View): TicketPage['people'] => {
  const { signOff, proposal, claimedBy, claimedAt } = ticket;
  const entries: [string, string | undefined][] = [
    ['签收人', claimedBy && `${nameOf(claimedBy, view)} ${claimedAt ? shortTime(claimedAt) : ''}`.trim()],
    ...(signOff
      ? ([
          ['签批人', `${signerOf(signOff, view)} ${shortTime(signOff.at)}`],
          ['牵头', nameOf(signOff.lead, view)],
          ['经办', namesOf(signOff.handlers, view)],
          ['签批意见', signOff.opinion && maskText(signOff.opinion)],
        ] as [string, string | undefined][])
      : proposal
        ? ([
            ['拟牵头', nameOf(proposal.lead, view)],
            ['拟经办', namesOf(proposal.handlers, view)],
            ['拟办人', nameOf(proposal.by, view)],
          ] as [string, string | undefined][])
        : []),
  ];
  return entries.flatMap(([label, names]) => (names ? [{ label, names }] : []));
};

const contactDetails = ({ place, situation, reason }: Contact): string[] =>
  [place && `地点：${place}`, situation && `情况：${situation}`, reason && `原因：${reason}`].flatMap((line) =>
    line ? [maskText(line)] : [],
  );

const DEDUCTION_STATES = { proposed: '拟扣分', confirmed: '已确认', lapsed: '已失效' } as const;

/** R5.5: what a supervision of this ticket cost stands beside its own deductions. */
const deductionsOf = (ticket: Ticket, marks: readonly Mark[], { county }: View): TicketPage['deductions'] =>
  [
    ...ticket.deductions,
    ...marks.flatMap((mark) => (mark.kind === 'deduction' ? [{ ...mark, clause: mark.clause ?? '' }] : [])),
  ].map(({ clause, points, state, because, department }) => ({
    clause,
    points,
    state: DEDUCTION_STATES[state],
    because: maskText(because),
    department: departmentNamed(department, county).name,
  }));

/** Whether the viewer may look at a piece of evidence: those who need the details, and whoever sent it. */
export const mayOpen = (ticket: Ticket, entry: Evidence, { viewer, county }: View): boolean =>
  needsDetails(viewer, ticket, county) || entry.by === viewer.id;

/** What a browser may show in the page itself. */
export const isImage = (type: string): boolean => /^image\/(jpeg|png|webp)$/.test(type);

export const evidenceView = (ticket: Ticket, entry: Evidence, view: View): EvidenceView => ({
  id: entry.id,
  type: entry.type,
  size: entry.size,
  by: actorName(entry.by, view),
  at: entry.at,
  image: isImage(entry.type),
  mayOpen: mayOpen(ticket, entry, view),
});

/** The whole ticket for one viewer, without text and caller; everything free is masked. */
export const drawTicketPage = async (desk: Desk, file: TicketFile, view: View): Promise<TicketPage> => {
  const { ticket, version } = file;
  const history = await desk.history(ticket.no);
  const marks = await desk.matters<Mark>('mark', { ticket: ticket.no });
  const by = (id: string): string => actorName(id, view);
  return {
    ...ticketLine(ticket, view),
    version,
    ...(ticket.cityNo ? { cityNo: ticket.cityNo } : {}),
    round: ticket.round,
    ...(ticket.category ? { category: ticket.category } : {}),
    ...(ticket.area ? { area: ticket.area } : {}),
    ...(ticket.source ? { source: ticket.source } : {}),
    coDepartments: ticket.coDepartments.map((code) => departmentNamed(code, view.county)),
    flagNames: ticket.flags.map((flag) => FLAG_NAMES[flag]),
    people: peopleOf(ticket, view),
    clocks: clocksOf(ticket, history, view),
    contacts: ticket.contacts.map((contact) => ({
      words: `${contact.mode}${contact.byCentre ? '（县热线中心）' : ''}`,
      by: by(contact.by),
      at: contact.at,
      details: contactDetails(contact),
    })),
    replies: ticket.replies.map(({ process, result, ...reply }) => ({
      by: by(reply.by),
      at: reply.at,
      round: reply.round,
      process: maskText(process),
      result: maskText(result),
    })),
    reviews: ticket.reviews.map((review) => ({
      words: reviewInWords(review),
      by: signerOf(review, view),
      at: review.at,
      ...(review.opinion ? { opinion: maskText(review.opinion) } : {}),
    })),
    followUps: ticket.followUps.map((call) => ({
      words: maskText(answersOf(call).join('，')),
      by: by(call.by),
      at: call.at,
      ...(call.note ? { note: maskText(call.note) } : {}),
    })),
    notes: (ticket.notes ?? []).map((note) => ({ ...note, by: by(note.by), content: maskText(note.content) })),
    deductions: deductionsOf(ticket, marks, view),
    evidence: (ticket.evidence ?? []).map((entry) => evidenceView(ticket, entry, view)),
    timeline: timelineOf(history, view),
    forms: formsOf(ticket, view),
    mayReveal: needsDetails(view.viewer, ticket, view.county),
    mayAttach: mayAttach(view.viewer, ticket),
  };
};
