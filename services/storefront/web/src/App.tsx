import { CartDrawer } from './cart/CartDrawer';
import { Categories } from './layout/Categories';
import { Header } from './layout/Header';
import { Toast } from './layout/Toast';
import { LearnedSummary } from './personalization/LearnedSummary';
import { ProductDialog } from './product/ProductDialog';
import { RecommendationRows } from './recommendations/RecommendationRows';
import { Results } from './search/Results';

export function App() {
  return (
    <>
      <Header />
      <main className="mx-auto flex max-w-7xl flex-col gap-6 px-5 py-6">
        <Categories />
        <LearnedSummary />
        <RecommendationRows />
        <Results />
      </main>
      <footer className="mx-auto max-w-7xl px-5 py-10 text-xs text-ink/50">
        Products: Open Food Facts (ODbL) and The Complete Journey by 84.51° (CC0). You decide: personalization can be turned off above, and is off at once.
      </footer>
      <ProductDialog />
      <CartDrawer />
      <Toast />
    </>
  );
}
