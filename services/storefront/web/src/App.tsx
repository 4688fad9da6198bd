import { lazy, Suspense } from 'react';
import { DecidedStrip } from './decisions/DecidedStrip';
import { Categories } from './layout/Categories';
import { Header } from './layout/Header';
import { Toast } from './layout/Toast';
import { LearnedSummary } from './personalization/LearnedSummary';
import { RecommendationRows } from './recommendations/RecommendationRows';
import { Results } from './search/Results';

// What opens later comes later, right after what is seen first.
const CartDrawer = lazy(async () => ({ default: (await import('./cart/CartDrawer')).CartDrawer }));
const ProductDialog = lazy(async () => ({ default: (await import('./product/ProductDialog')).ProductDialog }));

export function App() {
  return (
    <>
      <a href="#products" className="sr-only z-50 rounded-full bg-white px-4 py-2 text-sm font-semibold text-leaf-800 focus:not-sr-only focus:fixed focus:left-4 focus:top-4">
        Skip to the products
      </a>
      <Header />
      <main id="products" tabIndex={-1} className="mx-auto flex max-w-7xl flex-col gap-6 px-5 py-6">
        <Categories />
        <LearnedSummary />
        <DecidedStrip />
        <RecommendationRows />
        <Results />
      </main>
      <footer className="mx-auto max-w-7xl px-5 py-10 text-xs text-ink/70">
        Products: Open Food Facts (ODbL) and The Complete Journey by 84.51° (CC0). You decide: personalization can be turned off above, and is off at once.
      </footer>
      <Suspense>
        <ProductDialog />
        <CartDrawer />
      </Suspense>
      <Toast />
    </>
  );
}
