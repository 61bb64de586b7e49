import { defineConfig } from 'vite';

// The app's own origin serves everything, under a policy that allows nothing inline.
export default defineConfig({
  build: {
    outDir: '../functions/wwwroot',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(['/api', '/auth', '/local'].map((path) => [path, 'http://127.0.0.1:7071'])),
  },
});
