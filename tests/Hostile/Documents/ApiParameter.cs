using System.Text.Json;

namespace Personalization.Hostile.Documents;

/// <param name="Place">`path`, `query` or `header`.</param>
public sealed record ApiParameter(string Name, string Place, bool Required, JsonElement Schema);
