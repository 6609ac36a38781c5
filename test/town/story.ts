import { expect, test } from 'vitest';
import { openTown, type StoryTown } from './town.ts';

/** The posts and lists of a working day, which stories of their own read. */
export const DAILY_POSTS = /日榜|超期工单通报|待处理|工单提示|每日工单/;

type Options = Parameters<typeof openTown>[0];

/** Stories in a town of their own each, which fail when the bot says anything that nobody in the story reads. */
export const storiesWith = (options: Options) =>
  test.extend<{ town: StoryTown }>({
    town: async ({ task }, use) => {
      const town = await openTown(options);
      try {
        await use(town);
        await town.settled();
        if (task.result?.state !== 'fail')
          expect(town.unread(), 'the bot said what nobody in this story reads').toEqual([]);
      } finally {
        await town.close();
      }
    },
  });

/** A story on Tuesday 2026-10-20, 08:45, after the morning's runs. */
export const story = storiesWith({});
