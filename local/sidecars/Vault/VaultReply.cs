using System.Text.Json.Nodes;

namespace Onbehalf.Sidecars.Vault;

/// <summary>A response in Key Vault's format.</summary>
internal sealed record VaultReply(int Status, JsonObject? Body = null)
{
    public static VaultReply Ok(JsonObject body) => new(200, body);

    public static VaultReply NoContent { get; } = new(204);

    public static VaultReply BadParameter(string message) => Error(400, "BadParameter", message);

    public static VaultReply NotFound(string name) =>
        Error(
            404,
            "SecretNotFound",
            $"A secret with (name/id) {name} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command."
        );

    public static VaultReply Disabled() => Error(403, "Forbidden", "Operation get is not allowed on a disabled secret.", "SecretDisabled");

    public static VaultReply Deleted(string name) =>
        Error(
            409,
            "Conflict",
            $"Secret {name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the secret can only be recovered or purged.",
            "ObjectIsDeletedButRecoverable");

    public static VaultReply Unauthorized(string message) => Error(401, "Unauthorized", message);

    public static VaultReply Throttled() =>
        Error(429, "Throttled", "Request was not processed because too many requests were received. Please try again later.");

    public static VaultReply MethodNotAllowed() => Error(405, "MethodNotAllowed", "The method is not supported for this resource.");

    private static VaultReply Error(int status, string code, string message, string? inner = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (inner is not null)
            error["innererror"] = new JsonObject { ["code"] = inner };
        return new(status, new JsonObject { ["error"] = error });
    }
}
