using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Onbehalf.Sidecars.Supervision;

/// <summary>System calls that .NET does not expose.</summary>
internal static partial class Posix
{
    public const int Interrupt = 2;
    public const int Kill = 9;

    public static bool IsRoot => UserId() == 0;

    /// <summary>Leaves the terminal's session, so that Ctrl+C and a closed window reach only the app. Fails harmlessly for a group leader.</summary>
    public static void LeaveSession() => _ = SetSession();

    /// <summary>Sends a signal. Returns false if the process does not exist.</summary>
    public static bool Signal(int process, int signal) => SendSignal(process, signal) == 0;

    public static void GiveTo(string path, uint user, uint group)
    {
        if (ChangeOwner(path, user, group) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"Cannot change the owner of {path}.");
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint UserId();

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int SetSession();

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
