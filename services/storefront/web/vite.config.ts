import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// `npm run dev` beside a running system: calls go to it.
const system = 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), tailwindcss()],
  server: { proxy: { '/api': system, '/hubs': { target: system, ws: true } } },
  build: { target: 'es2022', chunkSizeWarningLimit: 300 },
});
