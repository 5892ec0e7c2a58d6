@echo off
rem Runs the build with a Maven that fits, in the order that mvnw states.
setlocal
set "MVNW_BASE=%~dp0"
set "MVNW_MVN="
for /f "usebackq delims=" %%m in (`powershell -NoProfile -ExecutionPolicy Bypass -File "%~dp0.mvn\wrapper\find-maven.ps1"`) do set "MVNW_MVN=%%m"
if not defined MVNW_MVN exit /b 1
call "%MVNW_MVN%" %*
exit /b %ERRORLEVEL%
