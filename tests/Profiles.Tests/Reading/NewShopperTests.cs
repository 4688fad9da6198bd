using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;
using Personalization.Profiles.State;

namespace Personalization.Profiles.Tests.Reading;

public sealed class NewShopperTests
{
    [Fact]
    [Trait("req", "R2.5")]
    public void Read_OfAShopperNeverSeen_HasEverySwitchOn()
    {
        var context = PreferenceEngine.Read(ShopperState.Empty, DateTimeOffset.UnixEpoch, new LearningOptions());

        FeatureNames.All.ShouldAllBe(feature => context.Switches.IsOn(feature));
    }
}
