using System.Text.Json;

namespace Onbehalf.Identity.Directories;

/// <summary>A directory's answer to one request, before it means anything about a person.</summary>
internal abstract record DirectoryReply
{
    private DirectoryReply()
    {
    }

    public sealed record Found(JsonElement Body, Uri? Next) : DirectoryReply;

    public sealed record Missing : DirectoryReply;

    public sealed record Failed(string Reason) : DirectoryReply;
}
