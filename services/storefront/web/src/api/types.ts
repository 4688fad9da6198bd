/** The shapes of the public HTTP contract that the shop uses. */

export interface Product {
  id: string;
  name: string;
  brand: string | null;
  categories: string[];
  attributes: string[];
  price: number | null;
  currency: string | null;
  in_stock: boolean;
  image_url: string | null;
}

export interface Personalization {
  active: boolean;
  features: string[];
  confidence: number;
  degraded: boolean;
  reason?: string;
  latency_ms: number;
}

export interface RankedProduct {
  product: Product;
  score: number;
  standard_rank: number;
  personalized: boolean;
  badges: string[];
  reasons: string[];
  suggested_quantity: number | null;
}

export interface SearchAnswer {
  results: RankedProduct[];
  total: number;
  personalization: Personalization;
  version?: string;
  list_id: string;
  index_version: string;
}

export interface RecommendedProduct {
  product: Product;
  score: number;
  reasons: string[];
  due?: string;
  suggested_quantity?: number;
}

export interface RecommendationAnswer {
  slots: Record<string, RecommendedProduct[]>;
  personalization: Personalization;
  version?: string;
  list_id: string;
}

export interface Suggestion {
  text: string;
  kind: 'query' | 'product' | 'brand' | 'category';
  product_id?: string;
}

export interface Switches {
  enabled: boolean;
  features: Record<string, boolean>;
}

export interface Preferences {
  categories: Record<string, number>;
  attributes: Record<string, number>;
  brands: Record<string, number>;
  dislikes: { categories: Record<string, number>; attributes: Record<string, number>; brands: Record<string, number> };
  dietary: string[];
  usual_quantities: Record<string, number>;
  version: string | null;
  degraded?: boolean;
}

export interface CartItem {
  product_id: string;
  quantity: number;
  added_at?: string;
}

export interface Cart {
  items: CartItem[];
  status: string;
  version: string;
}

export interface InteractionContext {
  search_query?: string;
  position?: number;
  results_shown?: string[];
  time_on_page?: number;
  quantity?: number;
  price?: number;
  currency?: string;
  order_id?: string;
  line_id?: string;
}

export interface DecisionAnswer {
  selected_item: string | null;
  /** Null for what nobody decided: there is nothing to reward. */
  decision_id: string | null;
  reasoning: string;
  degraded?: boolean;
}

export interface Interaction {
  type: string;
  product_id?: string;
  list_id?: string;
  decision_id?: string;
  context?: InteractionContext;
}
