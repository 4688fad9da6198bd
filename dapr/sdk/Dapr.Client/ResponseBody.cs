namespace Dapr.Client;

/// <summary>Reads an answer as it arrives. One that breaks off is a failed request, as it would be had it been buffered first.</summary>
internal static class ResponseBody
{
    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, Func<Stream, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return await read(stream).ConfigureAwait(false);
        }
        catch (IOException broken)
        {
            throw new HttpRequestException(HttpRequestError.ResponseEnded, broken.Message, broken);
        }
    }
}
