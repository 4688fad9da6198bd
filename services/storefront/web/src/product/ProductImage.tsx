import { useState } from 'react';
import type { Product } from '../api/types';

/** Words of a name or category, and the picture that stands for them while, or because, there is no photograph. */
const pictures: [RegExp, string, string][] = [
  [/yog|yaourt|dessert|pudding/i, '🥣', '#f4ecf7'],
  [/soy|oat|almond|coconut|plant|vegan/i, '🌱', '#e6f2e4'],
  [/milk|dairy|cream|lait/i, '🥛', '#eaf1f8'],
  [/cheese|fromage|formagg/i, '🧀', '#fdf3d8'],
  [/chip|crisp|snack|pretzel|popcorn/i, '🥨', '#fbeedd'],
  [/chocolat|candy|cookie|biscuit|sweet/i, '🍫', '#f3e7df'],
  [/bread|bakery|bun|roll|toast/i, '🍞', '#f8ecd9'],
  [/juice|beverage|drink|soda|water|tea|coffee/i, '🧃', '#e5f3f4'],
  [/fruit|apple|berr|banana/i, '🍎', '#fbe7e4'],
  [/vegetable|salad|produce|tomato/i, '🥬', '#e8f4dd'],
  [/meat|beef|chicken|pork|ham|sausage/i, '🍗', '#fae6dc'],
  [/fish|seafood|tuna|salmon/i, '🐟', '#e1eff6'],
  [/egg/i, '🥚', '#faf2e2'],
  [/pasta|noodle|spaghetti/i, '🍝', '#fbeed9'],
  [/sauce|ketchup|mustard|oil|vinegar|spice|condiment/i, '🫙', '#f7e9d8'],
  [/cereal|muesli|granola|breakfast|oatmeal/i, '🥣', '#f8efd9'],
  [/soup|broth/i, '🍲', '#f6e8da'],
  [/ice|frozen/i, '🧊', '#e4f1f7'],
];

export function ProductImage({ product, className }: { product: Product; className: string }) {
  const [failed, setFailed] = useState(false);
  const words = `${product.name} ${product.categories.join(' ')}`;
  const [, picture, tint] = pictures.find(([pattern]) => pattern.test(words)) ?? [null, '🛒', '#eef1ea'];
  return (
    <div className={`relative grid place-items-center overflow-hidden ${className}`} style={{ background: tint }}>
      <span aria-hidden className="text-5xl drop-shadow-sm">
        {picture}
      </span>
      {product.image_url !== undefined && !failed && (
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
