import 'vant/es/style/base.css';
import './look/base.css';
import { createApp } from 'vue';
import App from './App.vue';
import { router } from './router.ts';
import { i18n, speakAsBefore } from './words/index.ts';

const start = async (): Promise<void> => {
  await speakAsBefore();
  createApp(App).use(i18n).use(router).mount('#app');
};
start();
