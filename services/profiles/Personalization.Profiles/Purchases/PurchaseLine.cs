namespace Personalization.Profiles.Purchases;

/// <summary>One line bought of one product.</summary>
/// <param name="At">Unix milliseconds.</param>
/// <param name="LineHash">Of (order id, line id or else product id); of the event id when there is no order id.</param>
/// <param name="Quantity">Units; 1 when the event said none.</param>
/// <param name="UnitPrice">Price of one unit; 0 unknown.</param>
/// <param name="Currency">ISO 4217; empty unknown.</param>
/// <param name="Subscription">The shop said so.</param>
public sealed record PurchaseLine(long At, ulong LineHash, double Quantity, double UnitPrice, string Currency, bool Subscription);
