using System.Collections.Immutable;

namespace Onbehalf.Audit;

/// <summary>The kind of act that a record describes. README.md in this folder lists when each is emitted.</summary>
public readonly record struct AuditAction
{
    private readonly string? _value;

    private AuditAction(string value) => _value = value;

    public static AuditAction SignIn { get; } = new("sign-in");

    public static AuditAction SignOut { get; } = new("sign-out");

    public static AuditAction ToolCall { get; } = new("tool-call");

    public static AuditAction Confirmation { get; } = new("confirmation");

    public static AuditAction Share { get; } = new("share");

    public static AuditAction Unshare { get; } = new("unshare");

    public static AuditAction Thread { get; } = new("thread");

    public static AuditAction Message { get; } = new("message");

    public static AuditAction File { get; } = new("file");

    public static AuditAction AuditRead { get; } = new("audit-read");

    public static AuditAction AuditExport { get; } = new("audit-export");

    public static AuditAction DataExport { get; } = new("data-export");

    public static AuditAction AuditClose { get; } = new("audit-close");

    public static AuditAction WikiSpace { get; } = new("wiki-space");

    public static AuditAction WikiPage { get; } = new("wiki-page");

    public static AuditAction Artifact { get; } = new("artifact");

    public static AuditAction Memory { get; } = new("memory");

    public static AuditAction Automation { get; } = new("automation");

    public static AuditAction Run { get; } = new("run");

    public static AuditAction Connect { get; } = new("connect");

    public static AuditAction Disconnect { get; } = new("disconnect");

    public static AuditAction Offboard { get; } = new("offboard");

    public static AuditAction WebhookRejected { get; } = new("webhook-rejected");

    public static ImmutableArray<AuditAction> All { get; } =
    [
        SignIn,
        SignOut,
        ToolCall,
        Confirmation,
        Share,
        Unshare,
        Thread,
        Message,
        File,
        AuditRead,
        AuditExport,
        DataExport,
        AuditClose,
        WikiSpace,
        WikiPage,
        Artifact,
        Memory,
        Automation,
        Run,
        Connect, Disconnect, Offboard, WebhookRejected,
    ];

    public string Value => _value ?? throw new InvalidOperationException("An empty AuditAction names nothing.");

    public static bool TryParse(string? text, out AuditAction action)
    {
        action = All.FirstOrDefault(known => known._value == text);
        return action._value is not null;
    }

    public override string ToString() => Value;
}
