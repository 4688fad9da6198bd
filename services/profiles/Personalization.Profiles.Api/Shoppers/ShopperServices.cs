using Microsoft.Extensions.Options;
using Personalization.Profiles.Api.Changes;
using Personalization.Profiles.Api.Journal;
using Personalization.Profiles.Api.Merging;
using Personalization.Profiles.Api.Outbox;
using Personalization.Profiles.Api.Rules;
using Personalization.Profiles.Api.Telemetry;

namespace Personalization.Profiles.Api.Shoppers;

/// <summary>What every shopper's actor shares with the others of this host.</summary>
internal sealed record ShopperServices(
    LearningRulesSource Rules,
    InteractionJournal Journal,
    OutboxPublisher Publisher,
    OutboxTidying Tidying,
    ChangeAnnouncer Announcer,
    StoreGate Gate,
    PendingMerges Merges,
    ArmedHints Hints,
    HostIncarnation Incarnation,
    ProfilesInstruments Instruments,
    IOptions<ProfilesOptions> Options,
    TimeProvider Clock);
