import type Router from '@koa/router';
import { z } from 'zod';
import { PAGE_DOOR } from '../../../commands/spec.ts';
import { type Policy, policyOn, whyNotFrom } from '../../../domain/policy.ts';
import type { Desk } from '../../../workflow/ports.ts';
import { readJson } from '../../body.ts';
import { problem } from '../../problem.ts';
import type { View } from '../lines.ts';
import type { PageParts } from '../parts.ts';
import type { PolicyView, Preview } from '../shapes.ts';
import { viewOf } from '../tickets.ts';
import { policyFields } from './policyFields.ts';
import { documentOn, previewPolicy } from './policyPreview.ts';

const Body = z.object({ document: z.unknown(), from: z.string().max(20) });
type Body = z.infer<typeof Body>;

const policyView = async (desk: Desk, { at, county }: View): Promise<PolicyView> => {
  const versions = await desk.centre.policyVersions();
  const holds = policyOn(versions, county.calendar.localDate(at))?.version ?? 0;
  return {
    document: county.policy,
    version: holds,
    versions: versions.map((line) => ({
      version: line.version,
      from: line.from,
      at: line.at.toISOString(),
      by: county.person(line.by)?.name ?? line.by,
      inForce: line.version === holds,
    })),
    fields: policyFields(county.policy),
    mayChange: true,
  };
};

const failed = (problems: string[]): Preview => ({
  problems,
  differences: [],
  effects: [],
  affected: { count: 0, tickets: [] },
});

/** What the body would do, with the policy it is about when it is sound. */
const preview = async (
  desk: Desk,
  { document, from }: Body,
  view: View,
  { settings }: PageParts,
): Promise<{ shown: Preview; policy?: Policy }> => {
  const checked = settings.policy(document);
  const day = whyNotFrom(from, view.county.calendar.localDate(view.at));
  const problems = ['problems' in checked ? checked.problems : [], day ? [day] : []].flat();
  if ('problems' in checked || problems.length > 0) return { shown: failed(problems) };
  const versions = await desk.centre.policyVersions();
  const holding = settings.policy(documentOn(versions, from));
  const before = 'policy' in holding ? settings.supposing({ policy: holding.policy }) : view.county;
  const after = settings.supposing({ policy: checked.policy });
  const tickets = await desk.openTickets();
  return { shown: previewPolicy({ from, at: view.at, tickets, versions }, before, after), policy: checked.policy };
};

/** The county's policy: what it says, what a change would do, and putting it in force from a day on. */
export const policyRoutes = (router: Router, parts: PageParts): void => {
  router.get('/page/settings/policy', async (context) => {
    const view = viewOf(context, parts);
    context.body = await parts.archive.work((desk) => policyView(desk, view));
  });

  router.post('/page/settings/policy/preview', async (context) => {
    const body = Body.safeParse(await readJson(context.req));
    if (!body.success) return problem(context, 422, 'wrong', '请写明政策内容和从哪天起启用。');
    const view = viewOf(context, parts);
    context.body = (await parts.archive.work((desk) => preview(desk, body.data, view, parts))).shown;
  });

  router.post('/page/settings/policy/use', async (context) => {
    const body = Body.safeParse(await readJson(context.req));
    if (!body.success) return problem(context, 422, 'wrong', '请写明政策内容和从哪天起启用。');
    const view = viewOf(context, parts);
    const { from } = body.data;
    const problems = await parts.archive.work(async (desk): Promise<string[]> => {
      const { shown, policy } = await preview(desk, body.data, view, parts);
      if (!policy || shown.problems.length > 0) return shown.problems;
      const before = policyOn(await desk.centre.policyVersions(), from)?.version ?? 0;
      const { at, viewer } = view;
      const version = await desk.centre.keepPolicy({ from, document: policy, at, by: viewer.id });
      await desk.centre.keepAct({
        type: 'PolicyUsed',
        at,
        by: viewer.id,
        about: `policy:${version}`,
        via: { door: PAGE_DOOR },
        before: { version: before },
        after: { from, differences: shown.differences },
      });
      return [];
    });
    if (problems.length > 0) return problem(context, 422, 'wrong', `不能启用：${problems.join('；')}`);
    context.body = await parts.archive.work((desk) => policyView(desk, viewOf(context, parts)));
  });
};
