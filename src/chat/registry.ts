import { type DingtalkSettings, openDingtalk } from './dingtalk/platform.ts';
import type { ChatPlatform, PlatformContext } from './platform.ts';
import { openWecom, type WecomSettings } from './wecom/platform.ts';

/** The platforms' settings as the environment gives them; an absent one is not opened. */
export interface PlatformSettings {
  wecom?: WecomSettings;
  dingtalk?: DingtalkSettings;
}

/** The only list of platforms: a new one is one folder and one line here. */
export const openPlatforms = (
  settings: PlatformSettings,
  contextFor: (name: ChatPlatform['name']) => PlatformContext,
): ChatPlatform[] => [
  ...(settings.wecom ? [openWecom(settings.wecom, contextFor('wecom'))] : []),
  ...(settings.dingtalk ? [openDingtalk(settings.dingtalk, contextFor('dingtalk'))] : []),
];
