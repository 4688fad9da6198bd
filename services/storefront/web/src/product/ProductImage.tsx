import { useState } from 'react';
import type { Product } from '../api/types';

/** Words of a name or category, and the drawing and tint that stand for them while, or because, there is no photograph. */
const drawings: [RegExp, string, string][] = [
  [/yog|yaourt|dessert|pudding|soup|broth|cereal|muesli|granola|oatmeal/i, 'M4 11h16a8 8 0 0 1-16 0Zm4-4c0-2 2-2 2-4m3 4c0-2 2-2 2-4M9 21h6', '#f1e9f5'],
  [/soy|oat|almond|coconut|plant|vegan|vegetable|salad|produce|herb/i, 'M5 19c0-9 6-14 15-14 0 9-5 14-12 14-2 0-3 0-3 0Zm0 0 8-8', '#e4f1e2'],
  [/milk|dairy|dairies|cream|lait|juice|beverage|drink|soda|water/i, 'M9 3h6v3l2 4v10a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V10l2-4V3Zm-2 9h10', '#e6eff7'],
  [/cheese|fromage|formagg/i, 'M3 13 14 5c4 0 7 3 7 8H3Zm0 0v6h18v-6M8 16h.01M15 17h.01M13 10h.01', '#fcf1d3'],
  [/chip|crisp|snack|pretzel|popcorn|frozen|ice/i, 'M7 3h10l-1 3 1 12-1 3H8l-1-3 1-12-1-3Zm1 3h8m-4 4v5m-2-3h4', '#fbecda'],
  [/chocolat|candy|cookie|biscuit|sweet|sugar/i, 'M5 4h14v16H5V4Zm0 5.3h14M5 14.6h14M9.7 4v16m4.6-16v16', '#f1e4dc'],
  [/bread|bakery|bun|roll|toast|cake|pastry/i, 'M4 10a4 4 0 0 1 4-5h8a4 4 0 0 1 4 5c0 1-1 2-2 2v7H6v-7c-1 0-2-1-2-2Zm5 2v3m6-3v3', '#f8ead5'],
  [/coffee|tea\b/i, 'M5 8h11v6a5 5 0 0 1-5 5h-1a5 5 0 0 1-5-5V8Zm11 1h2a2.5 2.5 0 0 1 0 5h-2M8 3v2m4-2v2', '#efe6dd'],
  [/fruit|apple|berr|banana|tomato/i, 'M12 8c-6-3-9 2-7 7s5 6 7 5c2 1 5 0 7-5s-1-10-7-7Zm0 0c0-3 1-4 3-5', '#fbe5e1'],
  [/meat|beef|chicken|pork|ham|sausage|burger|pollo/i, 'M14 4c4 0 7 3 6 7s-5 6-9 6l-3 3-1-1-1-1 3-3c0-5 1-11 5-11Zm1 5h.01', '#f9e3d8'],
  [/fish|seafood|tuna|salmon/i, 'M3 12c4-6 10-6 14 0-4 6-10 6-14 0Zm14 0 4-4v8l-4-4ZM7 11h.01', '#deedf5'],
  [/egg/i, 'M12 3c4 0 7 6 7 11a7 7 0 0 1-14 0c0-5 3-11 7-11Z', '#faf0dd'],
  [/sauce|ketchup|mustard|oil|vinegar|spice|condiment|spread|jam|honey/i, 'M8 3h8v4H8V3Zm-1 4h10c1 1 1 2 1 3v9a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2v-9c0-1 0-2 1-3Zm0 5h10v5H7', '#f6e7d3'],
  [/pasta|noodle|spaghetti|rice|grain/i, 'M4 12h16a8 8 0 0 1-16 0Zm3 0V4m5 8V3m5 9V4M9 21h6', '#fbecd6'],
];

const basket = 'M4 9h16l-2 10H6L4 9Zm4 0 3-6m5 6-3-6M9 13v3m3-3v3m3-3v3';

export function ProductImage({ product, className }: { product: Product; className: string }) {
  const [failed, setFailed] = useState(false);
  const words = `${product.name} ${product.categories.join(' ')}`;
  const [, drawing, tint] = drawings.find(([pattern]) => pattern.test(product.name)) ?? drawings.find(([pattern]) => pattern.test(words)) ?? [null, basket, '#edf0e9'];
  return (
    <div className={`relative grid place-items-center overflow-hidden ${className}`} style={{ background: tint }}>
      <svg aria-hidden viewBox="0 0 24 24" className="size-2/5 max-h-20 max-w-20 text-leaf-900/55" fill="none" stroke="currentColor" strokeWidth="1.3" strokeLinecap="round" strokeLinejoin="round">
        <path d={drawing} />
      </svg>
      {product.image_url !== null && !failed && (
        <img
          src={product.image_url}
          alt=""
          loading="lazy"
          referrerPolicy="no-referrer"
          onError={() => setFailed(true)}
          className="absolute inset-0 size-full object-contain mix-blend-multiply"
        />
      )}
    </div>
  );
}
