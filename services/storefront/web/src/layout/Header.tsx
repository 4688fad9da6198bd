import { AccountMenu } from '../account/AccountMenu';
import { useCart } from '../cart/useCart';
import { PersonalizationSwitch } from '../personalization/PersonalizationSwitch';
import { SearchBar } from '../search/SearchBar';
import { useView } from '../state/view';

export function Header() {
  const { browse, toggleCart } = useView();
  const count = (useCart().data?.items ?? []).reduce((sum, item) => sum + item.quantity, 0);
  return (
    <header className="sticky top-0 z-20 bg-leaf-900 text-white shadow-lg">
      <div className="mx-auto flex max-w-7xl flex-wrap items-center gap-x-6 gap-y-3 px-5 py-3">
        <button type="button" onClick={() => browse()} className="flex items-center gap-2.5 text-lg font-bold tracking-tight">
          <img src="/favicon.svg" alt="" className="size-8" />
          Greenlane Market
        </button>
        <div className="order-last w-full min-w-0 grow basis-full text-ink md:order-none md:w-auto md:basis-0">
          <SearchBar />
        </div>
        <nav aria-label="Shopper" className="-mx-2 flex items-center gap-1 whitespace-nowrap sm:mx-0">
          <PersonalizationSwitch />
          <AccountMenu />
          <button type="button" data-testid="cart" onClick={() => toggleCart(true)} className="flex items-center gap-2 rounded-full bg-white/10 px-3 py-2 text-sm font-semibold hover:bg-white/20">
            Cart
            <span className="grid min-w-6 place-items-center rounded-full bg-honey px-1.5 text-xs text-leaf-900">{count}</span>
          </button>
        </nav>
      </div>
    </header>
  );
}
