using System.Text.Json;

namespace Onbehalf.Identity.Directories;

/// <summary>The raw answer of a directory to one request.</summary>
internal abstract record DirectoryReply
{
    private DirectoryReply()
    {
    }

    public sealed record Found(JsonElement Body, Uri? Next) : DirectoryReply;

    public sealed record Missing : DirectoryReply;

    public sealed record Failed(string Reason) : DirectoryReply;
}
