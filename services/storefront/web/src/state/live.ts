import { create } from 'zustand';

/** Whether the shop tells this page of changes as they happen. */
export const useLive = create<{ connected: boolean }>()(() => ({ connected: false }));

useLive.subscribe(({ connected }) => (document.documentElement.dataset.live = `${connected}`));
