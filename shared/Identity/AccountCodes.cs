namespace Onbehalf.Identity;

/// <summary>
/// The stable codes of a refusal by the directory. A clear no ends what the person has here. Every other code refuses the act for now and ends
/// nothing, because a stranger's wrong passwords, a strange spelling or an expired sign-in prove no end of an account.
/// </summary>
public static class AccountCodes
{
    public const string Disabled = "account-disabled";
    public const string Unknown = "account-unknown";
    public const string DirectoryUnavailable = "directory-unavailable";
    public const string Locked = "account-locked";
    public const string PasswordExpired = "password-expired";
    public const string Pending = "account-pending";
    public const string SignInAgain = "sign-in-again";

    /// <summary>Whether the act is refused only until the person, their administrator or the directory has done something.</summary>
    public static bool IsForNow(string? code) => code is DirectoryUnavailable or Locked or PasswordExpired or Pending or SignInAgain;
}
