namespace Onbehalf.Mcp;

/// <summary>The result of a request to a server as one person.</summary>
internal abstract record McpAnswer<T>
{
    private McpAnswer()
    {
    }

    /// <param name="Grant">The version of the person's grant that was used.</param>
    public sealed record Done(T Value, string Grant) : McpAnswer<T>;

    public sealed record ConsentRequired(string Reason) : McpAnswer<T>;

    public sealed record Unavailable(string Reason) : McpAnswer<T>;
}
