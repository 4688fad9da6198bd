using System.Buffers;
using System.Text.Json;
using Personalization.Sidecar.Http;

namespace Personalization.Sidecar.Actors.Reminders;

/// <summary>The reminder API over HTTP.</summary>
internal sealed class ReminderEndpoints(ReminderApi reminders)
{
    private const string Template = "/v1.0/actors/{type}/{id}/reminders/{name}";

    public void Map(ApiRoutes routes)
    {
        routes.Map("POST,PUT", Template, RegisterAsync);
        routes.Map("GET", Template, GetAsync);
        routes.Map("DELETE", Template, UnregisterAsync);
    }

    private async Task RegisterAsync(ApiContext context)
    {
        await reminders.RegisterAsync(
            ActorNames.Key(context), context.Route("name"), await context.ReadJsonAsync(ActorsJson.Default.ReminderRequest), context.Aborted);
        await context.NoContentAsync();
    }

    private async Task GetAsync(ApiContext context)
    {
        var record = reminders.Get(ActorNames.Key(context), context.Route("name"));
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("actorID", record.Id);
            writer.WriteString("actorType", record.Type);
            writer.WriteString("dueTime", record.DueTime);
            writer.WriteString("period", record.Period);
            writer.WriteString("ttl", record.Ttl);
            writer.WritePropertyName("data");
            if (record.Data is { } data)
            {
                data.WriteTo(writer);
            }
            else
            {
                writer.WriteNullValue();
            }

            writer.WriteEndObject();
        }

        await context.BytesAsync(buffer.WrittenMemory, "application/json");
    }

    private async Task UnregisterAsync(ApiContext context)
    {
        await reminders.UnregisterAsync(ActorNames.Key(context), context.Route("name"), context.Aborted);
        await context.NoContentAsync();
    }
}
