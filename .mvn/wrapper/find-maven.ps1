# Prints the path of a Maven that fits, downloading the pinned one if need be; mvnw states the order.
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$oldest = [version]'3.8.6'

function Stop-With([string] $message) {
    [Console]::Error.WriteLine("mvnw: $message")
    exit 1
}

$javac = if ($env:JAVA_HOME) { Join-Path $env:JAVA_HOME 'bin\javac.exe' } else { 'javac' }
if (-not (Get-Command $javac -ErrorAction SilentlyContinue)) {
    Stop-With "no JDK found as $javac. Install JDK 17 or newer and put it on the PATH or set JAVA_HOME."
}
if ("$(& $javac -version)" -notmatch '^javac (\d+)' -or [int] $Matches[1] -lt 17) {
    Stop-With "JDK 17 or newer is needed; $javac is older. Set JAVA_HOME to a newer one."
}

$settings = ConvertFrom-StringData (Get-Content -Raw (Join-Path $PSScriptRoot 'maven-wrapper.properties'))
$pinned = $settings.mavenVersion
$user = if ($env:MAVEN_USER_HOME) { $env:MAVEN_USER_HOME } else { Join-Path $HOME '.m2' }
$dists = Join-Path $user 'wrapper\dists'
$unpacked = Join-Path $dists "net2net-apache-maven-$pinned"
$mvn = Join-Path $unpacked 'bin\mvn.cmd'
if (Test-Path $mvn) { Write-Output $mvn; exit 0 }

$archive = "apache-maven-$pinned-bin.tar.gz"
if ($env:MVNW_REPOURL) {
    $url = "$($env:MVNW_REPOURL.TrimEnd('/'))/org/apache/maven/apache-maven/$pinned/$archive"
} else {
    $installed = Get-Command mvn.cmd -ErrorAction SilentlyContinue
    if ($installed -and "$(& $installed.Source -v)" -match 'Apache Maven (\d+\.\d+\.\d+)' -and [version] $Matches[1] -ge $oldest) {
        Write-Output $installed.Source
        exit 0
    }
    $url = "https://archive.apache.org/dist/maven/maven-3/$pinned/binaries/$archive"
}

[Console]::Error.WriteLine("mvnw: downloading Maven $pinned, once")
$work = Join-Path $dists "unpacking.$([guid]::NewGuid())"
New-Item -ItemType Directory -Force $work | Out-Null
try {
    $file = Join-Path $work $archive
    try { Invoke-WebRequest -UseBasicParsing $url -OutFile $file } catch {
        Stop-With "cannot download $url. Check the network, set MVNW_REPOURL to a Maven repository you can reach, or install Maven $oldest or newer."
    }
    $sum = (Get-FileHash -Algorithm SHA512 $file).Hash
    if ($sum -ne $settings.distributionSha512Sum) {
        Stop-With "$url has the wrong checksum $sum. Nothing was installed. Try again; if it stays, do not trust that server."
    }
    tar -xzf $file -C $work
    Move-Item (Join-Path $work "apache-maven-$pinned") $unpacked
} finally {
    Remove-Item -Recurse -Force $work
}
Write-Output $mvn
