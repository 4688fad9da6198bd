namespace Personalization.Discovery.Boosting;

/// <param name="Gain">Of the loss; 0 when there is none.</param>
/// <param name="Feature">Which.</param>
/// <param name="Bin">Up to it goes left.</param>
internal readonly record struct Split(double Gain, int Feature, int Bin);
