using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Personalization.Profiles.Contracts;

/// <summary>The canonical wire names of interactions (R1.2). The table of the public contract has their aliases and weights.</summary>
public static class InteractionTypes
{
    public const string Purchase = "purchase";

    public const string AddToCart = "add_to_cart";

    public const string QuantityIncrease = "quantity_increase";

    public const string SaveForLater = "save_for_later";

    public const string RemoveFromCart = "remove_from_cart";

    public const string Click = "click";

    public const string ViewDetails = "view_details";

    public const string Dwell = "dwell";

    public const string Scroll = "scroll";

    public const string Returned = "returned";

    public const string PageView = "page_view";

    public const string FormSubmit = "form_submit";

    public const string Search = "search";

    public const string EmailOpen = "email_open";

    public const string EmailClick = "email_click";

    public const string EmailUnsubscribe = "email_unsubscribe";

    public const string MembershipRenewal = "membership_renewal";

    public const string MembershipUpgrade = "membership_upgrade";

    public const string SupportTicket = "support_ticket";

    public const string ContentRead = "content_read";

    public const string VideoView = "video_view";

    public const string Download = "download";

    public const string RecommendationShown = "recommendation_shown";

    public const string RecommendationClicked = "recommendation_clicked";

    public const string FaceAnalysisCompleted = "face_analysis_completed";

    public const string VirtualTryOn = "virtual_try_on";

    public const string AiSessionStarted = "ai_session_started";

    public const string PersonalizationView = "personalization_view";

    public const string Feedback = "feedback";

    private static readonly FrozenDictionary<string, string> ByName = Build();

    /// <summary>Every canonical name.</summary>
    public static IReadOnlyCollection<string> All { get; } = [.. ByName.Values.Distinct()];

    /// <summary>The canonical name of a wire name or alias.</summary>
    public static bool TryResolve(string wireName, [NotNullWhen(true)] out string? canonical) => ByName.TryGetValue(wireName, out canonical);

    private static FrozenDictionary<string, string> Build()
    {
        string[] canonical =
        [
            Purchase, AddToCart, QuantityIncrease, SaveForLater, RemoveFromCart, Click, ViewDetails, Dwell, Scroll, Returned, PageView, FormSubmit, Search, EmailOpen, EmailClick, EmailUnsubscribe, MembershipRenewal, MembershipUpgrade, SupportTicket, ContentRead, VideoView, Download, RecommendationShown, RecommendationClicked, FaceAnalysisCompleted, VirtualTryOn, AiSessionStarted, PersonalizationView, Feedback,
        ];
        var names = canonical.ToDictionary(name => name);
        names.Add("click_product", Click);
        names.Add("product_view", ViewDetails);
        names.Add("time_on_page", Dwell);
        names.Add("displayed_but_scrolled", Scroll);
        return names.ToFrozenDictionary();
    }
}
